package coldstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A model by criteria, a translator and a predictor, as DJL's guide has it. */
public final class DjlHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private final ObjectMapper json = new ObjectMapper();
    private final Predictor<InferRequest, InferAnswer> predictor;

    public DjlHandler() {
        Criteria<InferRequest, InferAnswer> criteria = Criteria.builder()
                .setTypes(InferRequest.class, InferAnswer.class).optEngine("OnnxRuntime")
                .optModelPath(Path.of(System.getenv("MODEL_FILE"))).optTranslator(new InferTranslator()).build();
        try {
            ZooModel<InferRequest, InferAnswer> model = criteria.loadModel();
            predictor = model.newPredictor();
        } catch (IOException | ModelNotFoundException | MalformedModelException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        try {
            InferAnswer answer = predictor.predict(json.readValue(event.getBody(), InferRequest.class));
            return APIGatewayV2HTTPResponse.builder().withStatusCode(200)
                    .withHeaders(Map.of("content-type", "application/json"))
                    .withBody(json.writeValueAsString(answer)).build();
        } catch (JsonProcessingException | TranslateException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
