/*
 * A session of ONNX Runtime that begins with the process, beside the start of the virtual machine, on a processor that
 * this leaves idle. A plan, written when the function was packaged, says which. What Java then asks for must be that
 * session to the last setting; else it opens its own, and this one is released.
 */
#ifndef THAW_START_H
#define THAW_START_H

#include <stddef.h>
#include <stdint.h>

enum { PLAN_MOST_REGIONS = 1024, PLAN_MOST_ENTRIES = 16, PLAN_MOST_FEATURES = 64 };

/* A part of the model's file. */
struct region {
    uint64_t offset, bytes;
};

/* What a plan says, for as long as the process lives. Texts point into `text`, which holds the whole file. */
struct plan {
    char *text;
    const char *library; /* libonnxruntime.so */
    const char *runtime; /* its version: 1.28.0 */
    const char *model;   /* a file in ONNX Runtime's own format */
    const char *rest;    /* CRC-32C of all of it but the weights: eight lower-case hexadecimal digits */
    const char *weights; /* CRC-32C of the weights; of none, if there are no regions */
    uint64_t bytes;      /* its size */
    int processors;      /* with more, other settings are right, and nothing is begun */
    size_t regions, entries, features;
    struct region region[PLAN_MOST_REGIONS];           /* of the weights, ascending, none touching another */
    const char *entry[PLAN_MOST_ENTRIES][2];           /* settings of the session */
    const char *feature[PLAN_MOST_FEATURES];           /* of the processor, as Linux names them */
};

/* Reads a plan; 0 if the file is missing or says anything else than a plan does. */
int plan_read(const char *file, struct plan *plan);

/* Whether the processor has what the plan's model needs. */
int plan_fits_processor(const struct plan *plan);

/* Whether the model's file is as long as the plan says, and all of it but the weights has its sum. */
int plan_fits_model(const struct plan *plan);

/* Whether the weights have theirs. */
int plan_fits_weights(const struct plan *plan);

/* How many processors this process may use: those it is bound to, or its control group's share, rounded up. */
int processors(void);

/* Prepares for sums; 0 if the processor has no instruction for CRC-32C: what is so old begins nothing. */
int crc32c_begin(void);

/* CRC-32C (Castagnoli) of some bytes, and of what `sum` is the sum of before them. For any number
 * of threads. */
uint32_t crc32c(uint32_t sum, const unsigned char *bytes, size_t length);

/* Loads ONNX Runtime, for good: Java loads the same file after us. 0 if it cannot, or is another version. */
int session_load(const struct plan *plan);

/* Opens the session of a plan, with that many threads; NULL if it cannot. */
void *session_open(const struct plan *plan, int threads);

/* Releases what session_open gave. */
void session_release(void *session);

#endif
