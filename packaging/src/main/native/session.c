/* Opens a session as thaw.onnx.SessionSettings does for a mapped file. */
#define _GNU_SOURCE
#include "start.h"
#include "onnxruntime.h"

#include <dlfcn.h>
#include <string.h>

static void *const *ort;

static int failed(ort_status status) {
    if (status != NULL) {
        ort_release_status(status);
    }
    return status != NULL;
}

int session_load(const struct plan *plan) {
    void *library = dlopen(plan->library, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        return 0;
    }
    const struct ort_base *(*base)(void) = (const struct ort_base *(*)(void))dlsym(library, "OrtGetApiBase");
    if (base == NULL || strcmp(base()->version(), plan->runtime) != 0) {
        return 0;
    }
    ort = base()->api(ORT_API);
    return ort != NULL;
}

static int set(void *options, const struct plan *plan, int threads) {
    int wrong = failed(ort_set_log_level(options, LOG_FATAL)) || failed(ort_set_intra_op_threads(options, threads))
        || failed(ort_set_inter_op_threads(options, 1)) || failed(ort_set_optimisation(options, NO_OPTIMISATION));
    for (size_t i = 0; i < plan->entries && !wrong; i++) {
        wrong = failed(ort_add_config_entry(options, plan->entry[i][0], plan->entry[i][1]));
    }
    return !wrong;
}

void *session_open(const struct plan *plan, int threads) {
    void *environment, *options, *session = NULL;
    /* The environment is the process's one: Java's calls give it again. */
    if (failed(ort_create_env(LOG_FATAL, "thaw", &environment))
        || failed(ort_disable_telemetry(environment)) || failed(ort_create_session_options(&options))) {
        return NULL;
    }
    if (set(options, plan, threads) && failed(ort_create_session(environment, plan->model, options, &session))) {
        session = NULL;
    }
    ort_release_session_options(options);
    return session;
}

void session_release(void *session) {
    ort_release_session(session);
}
