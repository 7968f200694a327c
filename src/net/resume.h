/*
 * Resuming: what a driver had pended goes on.
 *
 *	bind, listen, connect	the layer is asked again, or the driver's answer holds; then
 *				the questions behind it are asked
 *	accept			the connection is forgotten: the packet, reinjected, begins anew
 *	closure			the connection ends
 *
 * Windows: the packet that led to a pended authorisation is flushed.  [ddi:FwpsPendOperation0]
 * Here: a TCP connection's first segment is sent when it was authorised, and so is a datagram that
 *   waits at a redirect layer, where the program's call has not come to a packet yet.
 */
#ifndef NET_RESUME_H
#define NET_RESUME_H

#include "net/scene.h"

void resume_start(void);

/* The connection waits from now on, with this packet if it is to be sent later (or NULL). */
void resume_pended(struct connection *connection);
void resume_hold(struct scene *scene);

/* The connection is gone. */
void resume_forget(struct connection *connection);

#endif
