/* The agent that the virtual machine loads first, and what thaw.onnx.EarlySession asks of it. */
#define _GNU_SOURCE
#include "start.h"

#include <jni.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct plan plan;
static int threads;
static int begun;
static void *session;
static int weights_fit;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int opened, checked;

static void reach(int *point) {
    pthread_mutex_lock(&lock);
    *point = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void await(const int *point) {
    pthread_mutex_lock(&lock);
    while (begun && !*point) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
}

static void await_all(void) {
    await(&opened);
    await(&checked);
}

/* A process that ends waits for us, before what the library has registered in turn takes it away from under us. */
static void *open_session(void *unused) {
    if (plan_fits_processor(&plan) && plan_fits_model(&plan) && session_load(&plan) && atexit(await_all) == 0) {
        session = session_open(&plan, threads);
    }
    reach(&opened);
    return unused;
}

/* Behind the session, where a virtual machine wants the other processor; beside it, where nobody does. */
static void *check_weights(void *beside) {
    if (beside == NULL) {
        await(&opened);
    }
    weights_fit = plan_fits_weights(&plan);
    reach(&checked);
    return NULL;
}

static int in_background(void *(*work)(void *), void *argument) {
    pthread_t thread;
    return pthread_create(&thread, NULL, work, argument) == 0 && pthread_detach(thread) == 0;
}

/* Never fails: without its session, Java opens one. */
static void begin(int beside) {
    /* Signals are the virtual machine's. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    begun = 1;
    if (!in_background(open_session, NULL)) {
        begun = 0;
    } else if (!in_background(check_weights, beside ? &plan : NULL)) {
        reach(&checked);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    /* For an end that is earlier still. */
    atexit(await_all);
}

static int is_wanted(const char *file) {
    threads = processors();
    return file != NULL && crc32c_begin() && plan_read(file, &plan) && threads <= plan.processors;
}

JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *machine, char *file, void *reserved) {
    (void)machine, (void)reserved;
    if (is_wanted(file)) {
        begin(0);
    }
    return 0;
}

static int is_same_file(const char *left, const char *right) {
    struct stat first, second;
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_dev == second.st_dev
        && first.st_ino == second.st_ino;
}

static int equals(JNIEnv *java, jstring text, int (*same)(const char *, const char *), const char *expected) {
    const char *bytes = text == NULL ? NULL : (*java)->GetStringUTFChars(java, text, NULL);
    int equal = bytes != NULL && same(bytes, expected);
    if (bytes != NULL) {
        (*java)->ReleaseStringUTFChars(java, text, bytes);
    }
    return equal;
}

static int is_same_text(const char *left, const char *right) {
    return strcmp(left, right) == 0;
}

/* Begins as the agent does, for a program that has none: by ONNX Runtime's library as it will load it. For one call. */
JNIEXPORT jboolean JNICALL Java_thaw_onnx_EarlySession_begin(JNIEnv *java, jclass type, jstring file, jstring library) {
    (void)type;
    const char *path = (*java)->GetStringUTFChars(java, file, NULL);
    int wanted = path != NULL && is_wanted(path);
    if (path != NULL) {
        (*java)->ReleaseStringUTFChars(java, file, path);
    }
    /* Kept: the plan is read for as long as the process lives. */
    plan.library = wanted ? (*java)->GetStringUTFChars(java, library, NULL) : NULL;
    if (plan.library != NULL) {
        begin(1);
    }
    return (jboolean)begun;
}

/* Whether a session of that file, whose sums the caller knows, with that many threads, was begun. */
JNIEXPORT jboolean JNICALL Java_thaw_onnx_EarlySession_begun(JNIEnv *java, jclass type, jstring file, jstring rest,
                                                             jstring weights, jint wanted_threads) {
    (void)type;
    return begun && wanted_threads == threads && equals(java, rest, is_same_text, plan.rest)
        && equals(java, weights, is_same_text, plan.weights) && equals(java, file, is_same_file, plan.model);
}

/* As the binding does it for a session of its own. */
static jobject wrapped(JNIEnv *java, jobject environment) {
    jclass given = (*java)->GetObjectClass(java, environment);
    jfieldID allocator = (*java)->GetFieldID(java, given, "defaultAllocator", "Lai/onnxruntime/OrtAllocator;");
    jclass type = allocator == NULL ? NULL : (*java)->FindClass(java, "ai/onnxruntime/OrtSession");
    jmethodID create = type == NULL ? NULL : (*java)->GetMethodID(java, type, "<init>", "(JLai/onnxruntime/OrtAllocator;)V");
    if (create == NULL) {
        /* Another release of the binding: Java opens its own. */
        (*java)->ExceptionClear(java);
        return NULL;
    }
    return (*java)->NewObject(java, type, create, (jlong)(intptr_t)session,
                              (*java)->GetObjectField(java, environment, allocator));
}

/*
 * Waits for the session, and gives it away as an ai.onnxruntime.OrtSession; null if it could not be opened, or by another
 * library than the binding's: what one of two makes is nothing to the other.
 */
JNIEXPORT jobject JNICALL Java_thaw_onnx_EarlySession_taken(JNIEnv *java, jclass type, jobject environment, jstring library) {
    (void)type;
    await(&opened);
    jobject taken = session != NULL && equals(java, library, is_same_file, plan.library) ? wrapped(java, environment) : NULL;
    if (taken != NULL) {
        session = NULL;
    }
    return taken;
}

/* Waits for the check of the weights, and says whether they are those of the plan. */
JNIEXPORT jboolean JNICALL Java_thaw_onnx_EarlySession_checked(JNIEnv *java, jclass type) {
    (void)java, (void)type;
    await(&checked);
    return (jboolean)weights_fit;
}

/* Releases a session that nobody has taken. */
JNIEXPORT void JNICALL Java_thaw_onnx_EarlySession_release(JNIEnv *java, jclass type) {
    (void)java, (void)type;
    await(&opened);
    if (session != NULL) {
        session_release(session);
        session = NULL;
    }
}
