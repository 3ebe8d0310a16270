/* As much HTTP as Lambda's Runtime API asks for: one connection that stays, two kinds of requests. */
#define _GNU_SOURCE
#include "coldstart.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int connection;
static const char *host;
static char *received;
static size_t room = 1 << 20;

void runtime_connect(const char *address) {
    char ip[64];
    const char *colon = strrchr(address, ':');
    if (colon == NULL || (size_t)(colon - address) >= sizeof ip) {
        fail("no address", address);
    }
    host = address;
    memcpy(ip, address, colon - address);
    ip[colon - address] = '\0';
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(colon + 1))};
    int now = 1;
    connection = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, ip, &to.sin_addr) != 1 || connect(connection, (struct sockaddr *)&to, sizeof to) != 0) {
        fail("not reached", address);
    }
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    received = malloc(room + 1);
}

static void send_all(const char *head, size_t head_length, const char *body, size_t body_length) {
    struct iovec parts[2] = {{(void *)head, head_length}, {(void *)body, body_length}};
    size_t left = head_length + body_length;
    while (left > 0) {
        ssize_t sent = writev(connection, parts, 2);
        if (sent <= 0) {
            fail("the Runtime API", "ended while it was written to");
        }
        left -= sent;
        for (int i = 0; i < 2; i++) {
            size_t part = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
            parts[i].iov_base = (char *)parts[i].iov_base + part;
            parts[i].iov_len -= part;
            sent -= part;
        }
    }
}

/* Reads until that many bytes are there. */
static size_t receive(size_t have, size_t wanted) {
    while (have < wanted) {
        if (wanted > room) {
            received = realloc(received, wanted + 1);
            room = wanted;
        }
        ssize_t count = recv(connection, received + have, room - have, 0);
        if (count <= 0) {
            exit(0);
        }
        have += count;
    }
    received[have] = '\0';
    return have;
}

static char *header(const char *name) {
    char *found = strcasestr(received, name);
    if (found == NULL) {
        fail("the Runtime API's answer lacks", name);
    }
    return found + strlen(name) + strspn(found + strlen(name), ": ");
}

/* Reads an answer, and gives its body. */
static char *answer(void) {
    size_t have = 0;
    char *end = NULL;
    while (end == NULL) {
        have = receive(have, have + 1);
        end = strstr(received, "\r\n\r\n");
    }
    size_t start = end + 4 - received, length = strtoul(header("content-length"), NULL, 10);
    receive(have, start + length);
    return received + start;
}

char *runtime_next(char *request_id, size_t id_room) {
    char head[256];
    int length =
        snprintf(head, sizeof head, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", host);
    send_all(head, length, "", 0);
    char *body = answer();
    char *id = header("lambda-runtime-aws-request-id");
    snprintf(request_id, id_room, "%.*s", (int)strcspn(id, "\r\n"), id);
    return body;
}

void runtime_respond(const char *request_id, const char *document, size_t length) {
    char head[512];
    int head_length = snprintf(head, sizeof head,
                               "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
                               "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                               request_id, host, length);
    send_all(head, head_length, document, length);
    answer();
}
