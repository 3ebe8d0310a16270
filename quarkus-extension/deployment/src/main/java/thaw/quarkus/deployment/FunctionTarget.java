package thaw.quarkus.deployment;

import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;

/** Whether an application is a function, by one of the dependencies that make it one: it then loads its model itself. */
final class FunctionTarget {

    private static final String SHARED = "thaw-quarkus-functions";

    private FunctionTarget() {}

    static boolean isIn(CurateOutcomeBuildItem application) {
        return application.getApplicationModel().getRuntimeDependencies().stream()
                .anyMatch(dependency -> dependency.getArtifactId().equals(SHARED));
    }
}
