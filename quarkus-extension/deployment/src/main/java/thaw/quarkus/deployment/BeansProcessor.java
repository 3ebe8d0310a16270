package thaw.quarkus.deployment;

import java.util.Optional;

import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import thaw.Model;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.quarkus.ModelName;
import thaw.quarkus.runtime.HostedModels;
import thaw.quarkus.runtime.ThawBuildConfig;
import thaw.quarkus.runtime.ThawRecorder;

/** Makes beans of the models and of their predictors: normal scoped, so that tests can put mocks in their place. */
final class BeansProcessor {

    private static final Type OF_PACKAGE = ParameterizedType.builder(Predictor.class)
            .addArgument(ClassType.create(Payload.class)).addArgument(ClassType.create(Prediction.class))
            .build();

    @BuildStep
    AdditionalBeanBuildItem qualifier() {
        return new AdditionalBeanBuildItem(ModelName.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    HostedBuildItem open(ThawRecorder recorder, Optional<ModelsBuildItem> models,
            CurateOutcomeBuildItem application, BeanDiscoveryFinishedBuildItem discovered,
            Optional<TelemetryBuildItem> telemetry, ShutdownContextBuildItem shutdown) {
        if (models.isEmpty()) {
            return null;
        }
        boolean used = !FunctionTarget.isIn(application)
                || new Injections(discovered.getInjectionPoints()).any();
        return new HostedBuildItem(recorder.open(used,
                telemetry.map(TelemetryBuildItem::telemetry).orElse(null), shutdown));
    }

    /** In dev mode and in tests nothing is laid out: the models are where they were found. */
    @BuildStep(onlyIfNot = IsProduction.class)
    void folder(Optional<ModelsBuildItem> models,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        models.ifPresent(found -> defaults.produce(
                new RunTimeConfigurationDefaultBuildItem("quarkus.thaw.folder", found.path().toString())));
    }

    /** A function without code needs no word for the only model. */
    @BuildStep
    void model(Optional<ModelsBuildItem> models,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        models.flatMap(ModelsBuildItem::standard).ifPresent(name -> defaults
                .produce(new RunTimeConfigurationDefaultBuildItem("quarkus.thaw.model", name)));
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void beans(ThawRecorder recorder, ThawBuildConfig config, CurateOutcomeBuildItem application,
            ApplicationArchivesBuildItem archives, BeanDiscoveryFinishedBuildItem discovered,
            Optional<ModelsBuildItem> models, Optional<FunctionBuildItem> function,
            Optional<HostedBuildItem> hosted, BuildProducer<SyntheticBeanBuildItem> beans) {
        Injections injections = new Injections(discovered.getInjectionPoints());
        injections.require(models,
                ModelSearch.of(config, application.getApplicationModel(), archives).nothing());
        if (models.isEmpty() || hosted.isEmpty()) {
            return;
        }
        for (String name : models.get().names()) {
            beans.produce(named(SyntheticBeanBuildItem.configure(Model.class).named(name), name, models.get())
                    .createWith(recorder.model(hosted.get().models(), name)).done());
            beans.produce(named(SyntheticBeanBuildItem.configure(Predictor.class).types(OF_PACKAGE), name,
                    models.get()).createWith(recorder.predictor(hosted.get().models(), name)).done());
        }
        for (Type type : injections.predictors().values()) {
            if (!type.equals(OF_PACKAGE)) {
                beans.produce(own(type, recorder, function, hosted.get()));
            }
        }
        beans.produce(SyntheticBeanBuildItem.configure(Models.class).scope(ApplicationScoped.class)
                .setRuntimeInit().unremovable().createWith(recorder.models(hosted.get().models())).done());
        beans.produce(SyntheticBeanBuildItem.configure(HostedModels.class).scope(Singleton.class)
                .setRuntimeInit().unremovable().runtimeValue(hosted.get().models()).done());
    }

    private static SyntheticBeanBuildItem.ExtendedBeanConfigurator named(
            SyntheticBeanBuildItem.ExtendedBeanConfigurator bean, String name, ModelsBuildItem models) {
        bean.scope(ApplicationScoped.class).setRuntimeInit().addQualifier().annotation(ModelName.class)
                .addValue("value", name).done();
        if (models.standard().filter(name::equals).isPresent()) {
            bean.addQualifier(Default.class);
        }
        return bean;
    }

    private static SyntheticBeanBuildItem own(Type type, ThawRecorder recorder,
            Optional<FunctionBuildItem> function,
            HostedBuildItem hosted) {
        if (function.isEmpty()) {
            throw new ConfigurationException(
                    type + " is injected: expected a thaw.FunctionProvider that defines it, or "
                            + OF_PACKAGE + ", which every model package has");
        }
        return SyntheticBeanBuildItem.configure(Predictor.class).types(type).scope(ApplicationScoped.class)
                .setRuntimeInit().createWith(recorder.ownPredictor(hosted.models())).done();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    ServiceStartBuildItem await(ThawRecorder recorder, Optional<HostedBuildItem> hosted) {
        hosted.ifPresent(models -> recorder.await(models.models()));
        return new ServiceStartBuildItem("thaw");
    }
}
