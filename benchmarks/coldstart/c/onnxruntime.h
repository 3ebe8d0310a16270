/*
 * The few functions of ONNX Runtime's C interface that a prediction needs. Its table of functions only ever grows at the
 * end, so that a function keeps its place from the version that brought it on.
 */
#ifndef ONNXRUNTIME_H
#define ONNXRUNTIME_H

#include <stddef.h>
#include <stdint.h>

typedef void *ort_status;

struct ort_base {
    void *const *(*api)(uint32_t version);
    const char *(*version)(void);
};

extern const struct ort_base *OrtGetApiBase(void);

enum { ORT_API = 18, LOG_FATAL = 4, FLOAT32 = 1, INT64 = 7, ARENA = 1, DEFAULT_MEMORY = 0 };

/* Each function: its place in the table, what it returns, what it takes. */
#define ORT_FUNCTION(place, result, ...) ((result(*)(__VA_ARGS__))ort[place])
#define ort_error_message ORT_FUNCTION(2, const char *, ort_status)
#define ort_create_env ORT_FUNCTION(3, ort_status, int, const char *, void **)
#define ort_create_session ORT_FUNCTION(7, ort_status, void *, const char *, void *, void **)
#define ort_run \
    ORT_FUNCTION(9, ort_status, void *, void *, const char *const *, void *const *, size_t, const char *const *, size_t, void **)
#define ort_create_session_options ORT_FUNCTION(10, ort_status, void **)
#define ort_set_intra_op_threads ORT_FUNCTION(24, ort_status, void *, int)
#define ort_set_inter_op_threads ORT_FUNCTION(25, ort_status, void *, int)
#define ort_create_tensor ORT_FUNCTION(49, ort_status, void *, void *, size_t, const int64_t *, size_t, int, void **)
#define ort_tensor_data ORT_FUNCTION(51, ort_status, void *, void **)
#define ort_dimensions_count ORT_FUNCTION(61, ort_status, void *, size_t *)
#define ort_dimensions ORT_FUNCTION(62, ort_status, void *, int64_t *, size_t)
#define ort_tensor_info ORT_FUNCTION(65, ort_status, void *, void **)
#define ort_create_cpu_memory_info ORT_FUNCTION(69, ort_status, int, int, void **)
#define ort_release_value ORT_FUNCTION(96, void, void *)
#define ort_release_tensor_info ORT_FUNCTION(99, void, void *)
#define ort_add_config_entry ORT_FUNCTION(130, ort_status, void *, const char *, const char *)

#endif
