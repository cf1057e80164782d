/** Records what a server's steps were, so that {@code plumb replay} can take them again. */
package plumbline.server.record;
