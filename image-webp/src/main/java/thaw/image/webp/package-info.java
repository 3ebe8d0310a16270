/**
 * WebP for {@link thaw.image.ImageDecoder}: on the class path it is found by itself, and nothing of it is
 * loaded before the first file that is none of the built-in formats.
 *
 * <p>It rests on TwelveMonkeys ImageIO and therefore on AWT, which is why it is not part of the core.
 */
package thaw.image.webp;
