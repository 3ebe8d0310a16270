/* The least that a function can be: the model is loaded, then each invocation is read, run and answered. */
#include "coldstart.h"

#include <stdio.h>
#include <stdlib.h>

void fail(const char *what, const char *detail) {
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(1);
}

static const char *setting(const char *name) {
    const char *value = getenv(name);
    if (value == NULL) {
        fail("not set", name);
    }
    return value;
}

int main(void) {
    const char *name = setting("MODEL_NAME");
    model_open(setting("MODEL_FILE"), getenv("MODEL_TUNED") != NULL);
    runtime_connect(setting("AWS_LAMBDA_RUNTIME_API"));
    for (;;) {
        char id[128];
        struct request request;
        struct answer answer;
        char *document;
        read_request(runtime_next(id, sizeof id), &request);
        model_run(&request, &answer);
        size_t length = write_answer(name, &request, &answer, &document);
        runtime_respond(id, document, length);
        model_release(&answer);
        free(document);
        free(request.data);
    }
}
