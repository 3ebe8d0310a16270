package coldstart;

import java.io.IOException;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.micronaut.context.annotation.Factory;
import io.micronaut.function.aws.MicronautRequestHandler;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.SerdeImport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The handler of Micronaut's guide. */
@SerdeImport(InferRequest.class)
@SerdeImport(InferRequest.Input.class)
@SerdeImport(InferRequest.Output.class)
@SerdeImport(InferAnswer.class)
@SerdeImport(InferAnswer.Output.class)
public class MicronautHandler extends MicronautRequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    @Inject
    JsonMapper json;

    @Inject
    OrtModel model;

    @Override
    public APIGatewayV2HTTPResponse execute(APIGatewayV2HTTPEvent event) {
        try {
            InferAnswer answer = model.infer(json.readValue(event.getBody(), InferRequest.class));
            return APIGatewayV2HTTPResponse.builder().withStatusCode(200)
                    .withHeaders(Map.of("content-type", "application/json"))
                    .withBody(new String(json.writeValueAsBytes(answer))).build();
        } catch (IOException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** Makes the model a bean. */
    @Factory
    static class Models {

        @Singleton
        OrtModel model() {
            return new OrtModel();
        }
    }
}
