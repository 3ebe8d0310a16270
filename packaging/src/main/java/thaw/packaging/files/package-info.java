/** What an artefact is made of: jars, native libraries, folders and zips, the same bytes from the same inputs. */
package thaw.packaging.files;
