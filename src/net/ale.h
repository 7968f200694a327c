/*
 * ALE: the questions that are asked once for a socket or connection, not for each packet.
 *
 * A connection has a set of questions that are to be asked in order.  A driver may put off its
 * answer to one; net/resume goes on with the rest when it is given.
 */
#ifndef NET_ALE_H
#define NET_ALE_H

#include "net/scene.h"

/* In the order in which they are asked. */
enum ale_question {
	ALE_BIND_REDIRECT,
	ALE_ASSIGNMENT,
	ALE_LISTEN,
	ALE_CONNECT_REDIRECT,
	ALE_CONNECT,
	ALE_QUESTIONS,
};
#define ALE_TO_BIND (1u << ALE_BIND_REDIRECT | 1u << ALE_ASSIGNMENT)
#define ALE_TO_LISTEN (ALE_TO_BIND | 1u << ALE_LISTEN)
#define ALE_TO_CONNECT (1u << ALE_CONNECT_REDIRECT | 1u << ALE_CONNECT)

/* The scene is about this connection from now on, which lives at least until ale_leave. */
void ale_join(struct scene *scene, struct connection *connection);
void ale_leave(struct scene *scene);

/* Asks the connection's questions until one is not permitted.  ANSWER_PEND: the rest is asked
 * when the driver has answered. */
enum scene_answer ale_ask(struct scene *scene);

/* The first of the questions has been answered with a permission, and this request (or NULL). */
void ale_answered(struct scene *scene, const void *request);

enum scene_answer ale_accept(struct scene *scene);

/* Opens the flow.  Blocked: the flow is closed again, and the connection ends. */
enum scene_answer ale_establish(struct scene *scene);

/* Closure, flow, release; as soon as no scene uses the connection. */
void ale_close(struct connection *connection);
/* The closure was pended, and is over. */
void ale_closed(struct connection *connection);

#endif
