package thaw.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;

/**
 * Which of several models is injected:
 *
 * <pre>{@code
 * @Inject
 * @ModelName("digits")
 * Model digits;
 * }</pre>
 *
 * <p>The only model of an application needs no name; nor does the one that its function runs.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER})
public @interface ModelName {

    /** The model's folder in the repository. */
    String value();

    /** The qualifier as an object, for looking a model up. */
    final class Literal extends AnnotationLiteral<ModelName> implements ModelName {

        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** That of a model. */
        public static Literal of(String name) {
            return new Literal(name);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
