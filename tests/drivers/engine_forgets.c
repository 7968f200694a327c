/* As engine_watch, but its handle stays open when the engine stops, and the next one takes its place. */
#define FORGETS
#include "engine_watch.c"
