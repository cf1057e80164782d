/** What operators look at: health, status and metrics over HTTP. */
package plumbline.server.http;
