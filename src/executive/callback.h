/*
 * Callback objects: what the machine itself does with them.
 */
#ifndef EXECUTIVE_CALLBACK_H
#define EXECUTIVE_CALLBACK_H

/* Notify every object that there is, as the system does its own sooner or later. */
void callback_notify_all(void);

#endif
