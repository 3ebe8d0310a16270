/* The one JSON that this program is asked and answers: no parser for any other. */
#include "coldstart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the value of a key begins. */
static char *value(char *json, const char *key) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"", key);
    char *found = strstr(json, quoted);
    if (found == NULL) {
        fail("the event lacks", key);
    }
    found += strlen(quoted);
    return found + strspn(found, " :\t\n");
}

/* The text of a string, unescaped in its own place and ended; where it went on in `after`. */
static char *text(char *string, char **after) {
    char *to = ++string, *from = string;
    while (*from != '"' && *from != '\0') {
        if (*from == '\\') {
            from++;
            *to++ = *from == 'n' ? '\n' : *from == 't' ? '\t' : *from;
            from++;
        } else {
            *to++ = *from++;
        }
    }
    *after = *from == '"' ? from + 1 : from;
    *to = '\0';
    return string;
}

static size_t commas(const char *array) {
    size_t count = 0;
    for (; *array != ']' && *array != '\0'; array++) {
        count += *array == ',';
    }
    return count;
}

static void read_shape(char *array, struct request *request) {
    request->dimensions = 0;
    char *at = array + 1;
    while (*at != ']' && request->dimensions < MOST_DIMENSIONS) {
        request->shape[request->dimensions++] = strtoll(at, &at, 10);
        at += strspn(at, ", ");
    }
}

static void read_data(char *array, struct request *request) {
    size_t room = commas(array) + 1;
    request->data = malloc(room * (request->is_int64 ? sizeof(int64_t) : sizeof(float)));
    request->elements = 0;
    char *at = array + 1;
    while (*at != ']' && request->elements < room) {
        if (request->is_int64) {
            ((int64_t *)request->data)[request->elements++] = strtoll(at, &at, 10);
        } else {
            ((float *)request->data)[request->elements++] = strtof(at, &at);
        }
        at += strspn(at, ", ");
    }
}

void read_request(char *event, struct request *request) {
    char *after;
    char *body = text(value(event, "body"), &after);
    char *output = value(body, "outputs");
    char *input = value(body, "inputs");
    /* Read to the end before a text is ended in its place. */
    char *name = value(input, "name"), *datatype = value(input, "datatype");
    char *shape = value(input, "shape"), *data = value(input, "data"), *wanted = value(output, "name");
    request->is_int64 = strncmp(datatype, "\"INT64\"", 7) == 0;
    read_shape(shape, request);
    read_data(data, request);
    request->input = text(name, &after);
    request->output = text(wanted, &after);
}

size_t write_answer(const char *model, const struct request *request, const struct answer *answer, char **document) {
    size_t room = 512 + strlen(model) + strlen(request->output) + 24 * (answer->elements + answer->dimensions), used = 0;
    char *to = *document = malloc(room);
    used += snprintf(to, room,
                     "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},\"isBase64Encoded\":false,"
                     "\"body\":\"{\\\"model_name\\\":\\\"%s\\\",\\\"outputs\\\":[{\\\"name\\\":\\\"%s\\\","
                     "\\\"datatype\\\":\\\"FP32\\\",\\\"shape\\\":[",
                     model, request->output);
    for (size_t i = 0; i < answer->dimensions; i++) {
        used += snprintf(to + used, room - used, "%s%lld", i == 0 ? "" : ",", (long long)answer->shape[i]);
    }
    used += snprintf(to + used, room - used, "],\\\"data\\\":[");
    for (size_t i = 0; i < answer->elements; i++) {
        used += snprintf(to + used, room - used, "%s%.9g", i == 0 ? "" : ",", answer->data[i]);
    }
    return used + snprintf(to + used, room - used, "]}]}\"}");
}
