/** Replays as a picture: a page that needs nothing but a browser, and the data that it draws. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.view;
