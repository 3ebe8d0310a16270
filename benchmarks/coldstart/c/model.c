/* A session of ONNX Runtime: as it comes, or tuned as Thaw tunes it. */
#define _GNU_SOURCE
#include "coldstart.h"
#include "onnxruntime.h"

#include <sched.h>

static void *const *ort;
static void *session;
static void *memory;

static void check(ort_status status, const char *what) {
    if (status != NULL) {
        fail(what, ort_error_message(status));
    }
}

static int processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void tune(void *options) {
    static const char *const entries[][2] = {
        {"session.use_memory_mapped_ort_model", "1"},
        {"session.use_ort_model_bytes_for_initializers", "1"},
        {"session.intra_op.allow_spinning", "0"},
        {"session.inter_op.allow_spinning", "0"},
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        check(ort_add_config_entry(options, entries[i][0], entries[i][1]), entries[i][0]);
    }
    check(ort_set_intra_op_threads(options, processors()), "threads");
    check(ort_set_inter_op_threads(options, 1), "threads");
}

void model_open(const char *file, int tuned) {
    void *environment, *options;
    ort = OrtGetApiBase()->api(ORT_API);
    check(ort_create_env(LOG_FATAL, "coldstart", &environment), "environment");
    check(ort_create_session_options(&options), "options");
    if (tuned) {
        tune(options);
    }
    check(ort_create_session(environment, file, options, &session), file);
    check(ort_create_cpu_memory_info(ARENA, DEFAULT_MEMORY, &memory), "memory");
}

void model_run(const struct request *request, struct answer *answer) {
    void *input, *info, *data;
    size_t bytes = request->elements * (request->is_int64 ? sizeof(int64_t) : sizeof(float));
    check(ort_create_tensor(memory, request->data, bytes, request->shape, request->dimensions,
                            request->is_int64 ? INT64 : FLOAT32, &input),
          request->input);
    answer->value = NULL;
    check(ort_run(session, NULL, (const char *const *)&request->input, &input, 1, (const char *const *)&request->output, 1,
                  &answer->value),
          "run");
    ort_release_value(input);
    check(ort_tensor_info(answer->value, &info), request->output);
    check(ort_dimensions_count(info, &answer->dimensions), request->output);
    if (answer->dimensions > MOST_DIMENSIONS) {
        fail("too many dimensions", request->output);
    }
    check(ort_dimensions(info, answer->shape, answer->dimensions), request->output);
    ort_release_tensor_info(info);
    answer->elements = 1;
    for (size_t i = 0; i < answer->dimensions; i++) {
        answer->elements *= (size_t)answer->shape[i];
    }
    check(ort_tensor_data(answer->value, &data), request->output);
    answer->data = data;
}

void model_release(struct answer *answer) {
    ort_release_value(answer->value);
}
