/** The one way through: from a trigger's event to a trigger's result, and what an adapter must supply for it. */
package thaw.run;
