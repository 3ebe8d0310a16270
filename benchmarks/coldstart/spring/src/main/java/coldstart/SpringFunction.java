package coldstart;

import java.util.function.Function;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A function bean, as the guide of the AWS adapter has it; its handler is the adapter's own. */
@SpringBootApplication
public class SpringFunction {

    public static void main(String[] arguments) {
        SpringApplication.run(SpringFunction.class, arguments);
    }

    @Bean
    OrtModel model() {
        return new OrtModel();
    }

    @Bean
    Function<InferRequest, InferAnswer> infer(OrtModel model) {
        return model::infer;
    }
}
