package thaw.cloud;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The end: what was applied is destroyed. */
@Order(Integer.MAX_VALUE)
@ExtendWith(OneDeployment.class)
class DestroyIT {

    @Test
    void destroyLeavesNothing(Deployment deployment) {
        deployment.terraform().destroy();
        assertEquals(List.of(), deployment.terraform().resources());
        List<String> leftovers = new ArrayList<>(Leftovers.of(deployment.cloud()));
        leftovers.removeAll(deployment.before());
        assertEquals(List.of(), leftovers);
    }
}
