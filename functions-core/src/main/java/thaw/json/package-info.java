/** JSON trees and strict configuration objects over Jackson's streaming parser. */
package thaw.json;
