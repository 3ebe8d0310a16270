package thaw.quarkus.deployment;

import java.util.List;
import java.util.Optional;

import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import thaw.Model;
import thaw.Models;
import thaw.quarkus.ModelName;
import thaw.quarkus.runtime.ThawRecorder;

/** Makes beans of the models. */
final class BeansProcessor {

    @BuildStep
    AdditionalBeanBuildItem qualifier() {
        return new AdditionalBeanBuildItem(ModelName.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    HostedBuildItem open(ThawRecorder recorder, Optional<ModelsBuildItem> models, LaunchModeBuildItem mode,
            ShutdownContextBuildItem shutdown) {
        if (models.isEmpty()) {
            return null;
        }
        Optional<String> folder = mode.getLaunchMode() == LaunchMode.NORMAL ? Optional.empty()
                : Optional.of(models.get().path().toString());
        return new HostedBuildItem(recorder.open(folder, null, shutdown));
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void beans(ThawRecorder recorder, Optional<ModelsBuildItem> models, Optional<HostedBuildItem> hosted,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        if (hosted.isEmpty()) {
            return;
        }
        List<String> names = models.orElseThrow().repository().names();
        for (String name : names) {
            SyntheticBeanBuildItem.ExtendedBeanConfigurator bean = SyntheticBeanBuildItem
                    .configure(Model.class)
                    .scope(ApplicationScoped.class).setRuntimeInit().named(name)
                    .addQualifier().annotation(ModelName.class).addValue("value", name).done()
                    .createWith(recorder.model(hosted.get().models(), name));
            if (names.size() == 1) {
                bean.addQualifier(Default.class);
            }
            beans.produce(bean.done());
        }
        beans.produce(
                SyntheticBeanBuildItem.configure(Models.class).scope(ApplicationScoped.class).setRuntimeInit()
                        .unremovable().createWith(recorder.models(hosted.get().models())).done());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    ServiceStartBuildItem await(ThawRecorder recorder, Optional<HostedBuildItem> hosted) {
        hosted.ifPresent(models -> recorder.await(models.models()));
        return new ServiceStartBuildItem("thaw");
    }
}
