/**
 * Images into pixels, pixels into tensors, exactly as Pillow does it and without AWT.
 *
 * <p>Most users need two types: {@link thaw.image.ImageDecoder}, which turns an encoded file into a
 * {@link thaw.image.PixelImage}, and {@link thaw.image.ImageTensorWriter}, which fits those pixels into a
 * model's input as its {@link thaw.image.ImageSpec} says. Nothing here loads {@code java.desktop}.
 */
package thaw.image;
