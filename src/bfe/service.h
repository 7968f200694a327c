/*
 * The Base Filtering Engine is a service: it starts and stops while drivers run.
 *
 * On a thread of the machine's, since callbacks are waited for.
 */
#ifndef BFE_SERVICE_H
#define BFE_SERVICE_H

/* Subscribers hear STOP_PENDING, sessions are aborted and all objects go, persistent ones into the
 * store; then they hear STOPPED. */
void service_stop(void);

/* START_PENDING; what is in the store is made anew, boot-time filters end; RUNNING. */
void service_start(void);

/* The TCP/IP stack of a machine whose engine does not run yet has started: boot-time filters are
 * enforced. */
void service_boot(void);

#endif
