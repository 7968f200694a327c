/*
 * ALE: the questions that are asked once for a socket or connection, not for each packet.
 */
#ifndef NET_ALE_H
#define NET_ALE_H

#include "net/scene.h"

/* The scene is about this connection from now on, which lives at least until ale_leave. */
void ale_join(struct scene *scene, struct connection *connection);
void ale_leave(struct scene *scene);

enum scene_answer ale_bind(struct scene *scene, bool implicit);
enum scene_answer ale_listen(struct scene *scene);
enum scene_answer ale_connect(struct scene *scene);
enum scene_answer ale_accept(struct scene *scene);

/* Opens the flow.  Blocked: the flow is closed again, and the connection ends. */
enum scene_answer ale_establish(struct scene *scene);

/* Closure, flow, release; as soon as no scene uses the connection. */
void ale_close(struct connection *connection);

#endif
