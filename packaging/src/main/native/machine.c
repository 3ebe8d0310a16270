/* What the machine gives this process, and its instruction for sums. */
#define _GNU_SOURCE
#include "start.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

static int bound_to(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static int read_numbers(const char *file, const char *format, long long *first, long long *second) {
    FILE *source = fopen(file, "re");
    int read = source == NULL ? 0 : fscanf(source, format, first, second);
    if (source != NULL) {
        fclose(source);
    }
    return read;
}

/* As the virtual machine counts them, where a container sees its own control group. */
int processors(void) {
    long long quota = -1, period = -1, unused;
    if (read_numbers("/sys/fs/cgroup/cpu.max", "%lld %lld", &quota, &period) != 2) {
        quota = -1;
        read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "%lld", &quota, &unused);
        read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "%lld", &period, &unused);
    }
    int bound = bound_to();
    long long share = quota > 0 && period > 0 ? (quota + period - 1) / period : bound;
    return share < bound ? (int)share : bound;
}

#if defined(__x86_64__)
#define WITH_CRC __attribute__((target("crc32")))
#define ADD_EIGHT(sum, value) ((uint32_t)__builtin_ia32_crc32di(sum, value))
#define ADD_ONE(sum, value) __builtin_ia32_crc32qi(sum, value)

static int has_crc(void) {
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2) != 0;
}
#elif defined(__aarch64__)
#define WITH_CRC __attribute__((target("crc")))
#define ADD_EIGHT(sum, value) __builtin_arm_crc32cd(sum, value)
#define ADD_ONE(sum, value) __builtin_arm_crc32cb(sum, value)

static int has_crc(void) {
    return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0;
}
#endif

/* Three sums at a time of so many bytes each: the instruction's result is late by the time of three. */
enum { THIRD = 40 << 10, BITS = 32 };

/* What THIRD bytes of zero make of each bit of a sum: they, like the sum, are linear. */
static uint32_t after_zeros[BITS];

/* Both processors store the lowest byte first, as the sum wants it. */
static uint64_t eight(const unsigned char *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

WITH_CRC static uint32_t add(uint32_t sum, const unsigned char *bytes, size_t length) {
    for (; length >= sizeof(uint64_t); bytes += sizeof(uint64_t), length -= sizeof(uint64_t)) {
        sum = ADD_EIGHT(sum, eight(bytes));
    }
    for (; length > 0; bytes++, length--) {
        sum = ADD_ONE(sum, *bytes);
    }
    return sum;
}

int crc32c_begin(void) {
    static unsigned char zeros[THIRD];
    for (int bit = 0; bit < BITS && has_crc(); bit++) {
        after_zeros[bit] = add(UINT32_C(1) << bit, zeros, THIRD);
    }
    return has_crc();
}

static uint32_t shifted(uint32_t sum) {
    uint32_t result = 0;
    for (int bit = 0; bit < BITS; bit++) {
        result ^= sum >> bit & 1 ? after_zeros[bit] : 0;
    }
    return result;
}

WITH_CRC static uint32_t add_thirds(uint32_t first, const unsigned char *bytes) {
    uint32_t second = 0, third = 0;
    for (const unsigned char *end = bytes + THIRD; bytes < end; bytes += sizeof(uint64_t)) {
        first = ADD_EIGHT(first, eight(bytes));
        second = ADD_EIGHT(second, eight(bytes + THIRD));
        third = ADD_EIGHT(third, eight(bytes + 2 * THIRD));
    }
    return shifted(shifted(first) ^ second) ^ third;
}

uint32_t crc32c(uint32_t sum, const unsigned char *bytes, size_t length) {
    sum = ~sum;
    for (; length >= 3 * THIRD; bytes += 3 * THIRD, length -= 3 * THIRD) {
        sum = add_thirds(sum, bytes);
    }
    return ~add(sum, bytes, length);
}
