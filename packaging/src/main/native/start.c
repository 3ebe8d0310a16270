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
static pthread_t opener;
static void *session;
static int weights_fit;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static enum { BEGUN, OPENED, CHECKED } state;

static void reach(int next) {
    pthread_mutex_lock(&lock);
    state = next;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void await(int wanted) {
    pthread_mutex_lock(&lock);
    while (begun && (int)state < wanted) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
}

static void await_all(void) {
    await(CHECKED);
}

/* A process that ends waits for us, before what the library has registered in turn takes it away from under us. */
static void *open_session(void *unused) {
    if (plan_fits_processor(&plan) && plan_fits_model(&plan) && session_load(&plan) && atexit(await_all) == 0) {
        session = session_open(&plan, threads);
    }
    int opened = session != NULL;
    reach(OPENED);
    weights_fit = opened && plan_fits_weights(&plan);
    reach(CHECKED);
    return unused;
}

/* Never fails: without its session, Java opens one. */
JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *machine, char *file, void *reserved) {
    (void)machine, (void)reserved;
    threads = processors();
    if (file == NULL || !crc32c_is_quick() || !plan_read(file, &plan) || threads > plan.processors) {
        return 0;
    }
    /* Signals are the virtual machine's. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    begun = pthread_create(&opener, NULL, open_session, NULL) == 0 && pthread_detach(opener) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    /* For an end that is earlier still. */
    atexit(await_all);
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
    return create == NULL ? NULL
                          : (*java)->NewObject(java, type, create, (jlong)(intptr_t)session,
                                               (*java)->GetObjectField(java, environment, allocator));
}

/* Waits for the session, and gives it away as an ai.onnxruntime.OrtSession; null if it could not be opened. */
JNIEXPORT jobject JNICALL Java_thaw_onnx_EarlySession_taken(JNIEnv *java, jclass type, jobject environment) {
    (void)type;
    await(OPENED);
    jobject taken = session == NULL ? NULL : wrapped(java, environment);
    if (taken != NULL) {
        session = NULL;
    }
    return taken;
}

/* Waits for the check of the weights, and says whether they are those of the plan. */
JNIEXPORT jboolean JNICALL Java_thaw_onnx_EarlySession_checked(JNIEnv *java, jclass type) {
    (void)java, (void)type;
    await(CHECKED);
    return (jboolean)weights_fit;
}

/* Releases a session that nobody has taken. */
JNIEXPORT void JNICALL Java_thaw_onnx_EarlySession_release(JNIEnv *java, jclass type) {
    (void)java, (void)type;
    await(OPENED);
    if (session != NULL) {
        session_release(session);
        session = NULL;
    }
}
