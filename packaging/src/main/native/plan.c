/*
 * Reads plans: a line a fact, its name, a space, its value; files by their way from the plan's folder. Whatever is not as
 * it should be, there is no plan.
 */
#define _GNU_SOURCE
#include "start.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The largest page that Linux has on either processor. */
enum { LARGEST = 1 << 20, PAGE = 64 << 10, WINDOW = 4 << 20 };

static const char FORMAT[] = "thaw-start 1";

/* The whole file, ended by a zero; NULL if it cannot be read, or is larger than it could be. */
static char *text_of(const char *file, size_t most) {
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    char *text = descriptor < 0 ? NULL : malloc(most + 1);
    size_t length = 0;
    ssize_t more = 1;
    while (text != NULL && length < most && (more = read(descriptor, text + length, most - length)) > 0) {
        length += (size_t)more;
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    if (text != NULL && (more < 0 || length == most)) {
        free(text);
        return NULL;
    }
    if (text != NULL) {
        text[length] = 0;
    }
    return text;
}

static int number(const char *text, char **end, uint64_t *value) {
    if (*text < '0' || *text > '9') {
        return 0;
    }
    *value = strtoull(text, end, 10);
    return 1;
}

static int whole_number(const char *text, uint64_t *value) {
    char *end;
    return number(text, &end, value) && *end == 0;
}

static int add_region(struct plan *plan, const char *value) {
    struct region *region = &plan->region[plan->regions];
    uint64_t from = 0;
    char *end;
    if (plan->regions > 0) {
        from = region[-1].offset + region[-1].bytes;
    }
    return plan->regions++ < PLAN_MOST_REGIONS - 1 && number(value, &end, &region->offset) && *end == ' '
        && whole_number(end + 1, &region->bytes) && region->offset >= from && region->bytes <= UINT64_MAX - region->offset;
}

static int add_entry(struct plan *plan, char *value) {
    char *space = strchr(value, ' ');
    if (space == NULL || plan->entries == PLAN_MOST_ENTRIES) {
        return 0;
    }
    *space = 0;
    plan->entry[plan->entries][0] = value;
    plan->entry[plan->entries++][1] = space + 1;
    return 1;
}

static int add_feature(struct plan *plan, const char *value) {
    if (plan->features == PLAN_MOST_FEATURES) {
        return 0;
    }
    plan->feature[plan->features++] = value;
    return 1;
}

static int add(struct plan *plan, const char *name, char *value) {
    const struct {
        const char *name, **place;
    } texts[] = {{"library", &plan->library}, {"runtime", &plan->runtime}, {"model", &plan->model}, {"rest", &plan->rest}, {"weights", &plan->weights}};
    uint64_t most;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].place = value;
            return 1;
        }
    }
    if (strcmp(name, "processors") == 0) {
        int known = whole_number(value, &most) && most <= 1024;
        plan->processors = known ? (int)most : 0;
        return known;
    }
    return strcmp(name, "bytes") == 0 ? whole_number(value, &plan->bytes)
        : strcmp(name, "region") == 0 ? add_region(plan, value)
        : strcmp(name, "entry") == 0   ? add_entry(plan, value)
        : strcmp(name, "feature") == 0 ? add_feature(plan, value)
                                       : 0;
}

static int parse(struct plan *plan) {
    char *next, *line = strtok_r(plan->text, "\n", &next);
    if (line == NULL || strcmp(line, FORMAT) != 0) {
        return 0;
    }
    while ((line = strtok_r(NULL, "\n", &next)) != NULL) {
        char *space = strchr(line, ' ');
        if (space == NULL) {
            return 0;
        }
        *space = 0;
        if (!add(plan, line, space + 1)) {
            return 0;
        }
    }
    return plan->library != NULL && plan->runtime != NULL && plan->model != NULL && plan->rest != NULL
        && plan->weights != NULL;
}

/*
 * Makes a file's way from the plan's folder one from the root: the virtual machine works in another folder for a moment
 * when it makes its file of performance data. 0 if the file does not exist.
 */
static int find(const char *plan, const char **path) {
    const char *slash = strrchr(plan, '/');
    int length = slash == NULL || **path == '/' ? 0 : (int)(slash + 1 - plan);
    char *from_here;
    if (asprintf(&from_here, "%.*s%s", length, plan, *path) < 0) {
        return 0;
    }
    *path = realpath(from_here, NULL);
    free(from_here);
    return *path != NULL;
}

int plan_read(const char *file, struct plan *plan) {
    memset(plan, 0, sizeof *plan);
    plan->text = text_of(file, LARGEST);
    return plan->text != NULL && parse(plan) && find(file, &plan->library) && find(file, &plan->model);
}

/* Whether a word stands in a line of words. */
static int has(const char *line, const char *word) {
    size_t length = strlen(word);
    for (const char *at = line; (at = strstr(at, word)) != NULL; at += length) {
        if (at > line && (at[-1] == ' ' || at[-1] == '\t') && (at[length] == ' ' || at[length] == 0)) {
            return 1;
        }
    }
    return 0;
}

int plan_fits_processor(const struct plan *plan) {
    if (plan->features == 0) {
        return 1;
    }
    char *text = text_of("/proc/cpuinfo", LARGEST);
    char *next, *line = text == NULL ? NULL : strtok_r(text, "\n", &next);
    while (line != NULL && strncmp(line, "flags", 5) != 0 && strncmp(line, "Features", 8) != 0) {
        line = strtok_r(NULL, "\n", &next);
    }
    int fits = line != NULL;
    for (size_t i = 0; i < plan->features && fits; i++) {
        fits = has(line, plan->feature[i]);
    }
    free(text);
    return fits;
}

/* By windows: pages that nothing else looks at do not stay. */
static int add_part(int file, uint64_t from, uint64_t to, uint32_t *sum) {
    while (from < to) {
        uint64_t start = from / PAGE * PAGE;
        uint64_t end = to - start < WINDOW ? to : start + WINDOW;
        size_t length = (size_t)(end - start);
        unsigned char *window = mmap(NULL, length, PROT_READ, MAP_SHARED, file, (off_t)start);
        if (window == MAP_FAILED) {
            return 0;
        }
        *sum = crc32c(*sum, window + (from - start), (size_t)(end - from));
        munmap(window, length);
        from = end;
    }
    return 1;
}

static int is_sum(uint32_t sum, const char *expected) {
    char digits[9];
    snprintf(digits, sizeof digits, "%08x", sum);
    return strcmp(digits, expected) == 0;
}

/* Whether the weights, or all but the weights, have their sum. */
static int sum_fits(const struct plan *plan, int file, int weights) {
    uint32_t sum = 0;
    uint64_t from = 0;
    for (size_t i = 0; i < plan->regions; i++) {
        const struct region *region = &plan->region[i];
        uint64_t end = region->offset + region->bytes;
        if (end > plan->bytes || !add_part(file, weights ? region->offset : from, weights ? end : region->offset, &sum)) {
            return 0;
        }
        from = end;
    }
    return (weights || add_part(file, from, plan->bytes, &sum)) && is_sum(sum, weights ? plan->weights : plan->rest);
}

static int fits(const struct plan *plan, int weights) {
    struct stat is;
    int file = open(plan->model, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    int fits = fstat(file, &is) == 0 && (uint64_t)is.st_size == plan->bytes && sum_fits(plan, file, weights);
    close(file);
    return fits;
}

int plan_fits_model(const struct plan *plan) {
    return fits(plan, 0);
}

int plan_fits_weights(const struct plan *plan) {
    return fits(plan, 1);
}
