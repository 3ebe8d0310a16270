package thaw.samples.azure;

import java.util.Optional;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import thaw.azure.HttpEntry;

/** The whole inference protocol below one annotation. */
public class Predict {

    @FunctionName("predict")
    public HttpResponseMessage run(
            @HttpTrigger(name = "request", route = "{*path}") HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return HttpEntry.answer(request, context);
    }
}
