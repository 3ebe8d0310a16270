/*
 * The few functions of ONNX Runtime's C interface that a session needs. Its table of functions only ever grows at the
 * end, so that a function keeps its place from the version that brought it on.
 */
#ifndef ONNXRUNTIME_H
#define ONNXRUNTIME_H

#include <stdint.h>

typedef void *ort_status;

struct ort_base {
    void *const *(*api)(uint32_t version);
    const char *(*version)(void);
};

enum { ORT_API = 18, LOG_FATAL = 4, NO_OPTIMISATION = 0 };

/* Each function: its place in the table, what it returns, what it takes. */
#define ORT_FUNCTION(place, result, ...) ((result(*)(__VA_ARGS__))ort[place])
#define ort_create_env ORT_FUNCTION(3, ort_status, int, const char *, void **)
#define ort_disable_telemetry ORT_FUNCTION(6, ort_status, const void *)
#define ort_create_session ORT_FUNCTION(7, ort_status, const void *, const char *, const void *, void **)
#define ort_create_session_options ORT_FUNCTION(10, ort_status, void **)
#define ort_set_log_level ORT_FUNCTION(22, ort_status, void *, int)
#define ort_set_optimisation ORT_FUNCTION(23, ort_status, void *, int)
#define ort_set_intra_op_threads ORT_FUNCTION(24, ort_status, void *, int)
#define ort_set_inter_op_threads ORT_FUNCTION(25, ort_status, void *, int)
#define ort_release_status ORT_FUNCTION(93, void, ort_status)
#define ort_release_session ORT_FUNCTION(95, void, void *)
#define ort_release_session_options ORT_FUNCTION(100, void, void *)
#define ort_add_config_entry ORT_FUNCTION(130, ort_status, void *, const char *, const char *)

#endif
