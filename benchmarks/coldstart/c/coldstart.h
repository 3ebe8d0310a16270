/* What the parts of the C program know of each other. */
#ifndef COLDSTART_H
#define COLDSTART_H

#include <stddef.h>
#include <stdint.h>

enum { MOST_DIMENSIONS = 8 };

/* One input of a request, and the name of the output that is wanted; both point into the event's body. */
struct request {
    char *input;
    char *output;
    int is_int64;
    int64_t shape[MOST_DIMENSIONS];
    size_t dimensions;
    void *data;
    size_t elements;
};

struct answer {
    int64_t shape[MOST_DIMENSIONS];
    size_t dimensions;
    const float *data;
    size_t elements;
    void *value;
};

/* Ends the program with a sentence on standard error. */
void fail(const char *what, const char *detail);

/* Lambda's Runtime API. The event is valid until the next one. */
void runtime_connect(const char *address);
char *runtime_next(char *request_id, size_t room);
void runtime_respond(const char *request_id, const char *document, size_t length);

/* The event's JSON. */
void read_request(char *event, struct request *request);
size_t write_answer(const char *model, const struct request *request, const struct answer *answer, char **document);

/* The model. */
void model_open(const char *file, int tuned);
void model_run(const struct request *request, struct answer *answer);
void model_release(struct answer *answer);

#endif
