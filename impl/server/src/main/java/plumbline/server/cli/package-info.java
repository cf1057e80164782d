/** The {@code plumb-kv} command. */
package plumbline.server.cli;
