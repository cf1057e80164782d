/** The client library: finds the leader, tries again until a deadline, and does no write twice. */
package plumbline.server.client;
