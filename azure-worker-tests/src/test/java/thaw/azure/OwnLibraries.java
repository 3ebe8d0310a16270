package thaw.azure;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.microsoft.azure.functions.ExecutionContext;
import io.grpc.Status;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.InputReader;
import thaw.LoadedModel;
import thaw.Prediction;

/** A function with libraries of its own that the worker has, too, in other versions; it answers from which jars it got them. */
public final class OwnLibraries implements FunctionProvider {

    @Override
    public FunctionDefinition<?, ?> function() {
        return FunctionDefinition.onHttp("own").model("risk")
                .predictor(InputReader.payload(), LoadedModel::packagePredictor, OwnLibraries::fields)
                .build();
    }

    private static Map<String, Object> fields(Prediction prediction) {
        Map<String, Object> fields = new LinkedHashMap<>(prediction.fields());
        fields.put("used", new Gson().toJson(throughProtobuf(Status.NOT_FOUND.getCode().name())));
        fields.put("protobuf", jar(Struct.class));
        fields.put("grpc", jar(Status.class));
        fields.put("gson", jar(Gson.class));
        fields.put("azure", jar(ExecutionContext.class));
        return fields;
    }

    private static String throughProtobuf(String text) {
        byte[] message = Struct.newBuilder()
                .putFields("text", Value.newBuilder().setStringValue(text).build())
                .build().toByteArray();
        try {
            return Struct.parseFrom(message).getFieldsOrThrow("text").getStringValue();
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getFileName()
                    .toString();
        } catch (URISyntaxException unusual) {
            throw new IllegalStateException(unusual);
        }
    }
}
