/* Sends one frame over and over on each connection and counts the answers: client FRAME_FILE SECONDS DESCRIPTOR... */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char *frame;
static size_t frame_size;
static double end_at;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void *serve(void *argument) {
    int descriptor = (int)(intptr_t)argument;
    char *answer = malloc(1 << 20);
    long count = 0;
    while (now() < end_at) {
        if (write(descriptor, frame, frame_size) != (ssize_t)frame_size) abort();
        uint32_t have = 0, want = 5;
        while (have < want) {
            ssize_t n = read(descriptor, answer + have, (1 << 20) - have);
            if (n <= 0) abort();
            have += n;
            if (have >= 5) { uint32_t length; memcpy(&length, answer, 4); want = length + 5; }
        }
        count++;
    }
    free(answer);
    return (void *)(intptr_t)count;
}

int main(int argc, char **argv) {
    FILE *file = fopen(argv[1], "rb");
    frame = malloc(1 << 20);
    frame_size = fread(frame, 1, 1 << 20, file);
    double seconds = atof(argv[2]), started = now();
    end_at = started + seconds;
    pthread_t threads[128];
    for (int i = 3; i < argc; i++) pthread_create(&threads[i - 3], NULL, serve, (void *)(intptr_t)atoi(argv[i]));
    long total = 0;
    for (int i = 3; i < argc; i++) { void *count; pthread_join(threads[i - 3], &count); total += (intptr_t)count; }
    printf("%.0f\n", total / (now() - started));
    return 0;
}
