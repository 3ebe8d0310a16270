package thaw.azure.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import thaw.hosting.ObjectStore.StoredObject;

/**
 * One page of a listing.
 *
 * @param blobs on it
 * @param next  where the next page begins; empty if this is the last
 */
record BlobListing(List<StoredObject> blobs, String next) {

    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static BlobListing read(InputStream document, String container) throws IOException {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(document);
            List<StoredObject> blobs = new ArrayList<>();
            String next = "";
            String name = "";
            String eTag = "";
            long size = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                String element = xml.hasName() ? xml.getLocalName() : "";
                if (event == XMLStreamConstants.END_ELEMENT && element.equals("Blob")) {
                    blobs.add(new StoredObject(container + "/" + name, size, eTag));
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (element) {
                        case "Name" -> name = xml.getElementText();
                        case "Etag" -> eTag = quoted(xml.getElementText());
                        case "Content-Length" -> size = Long.parseLong(xml.getElementText());
                        case "NextMarker" -> next = xml.getElementText();
                        default -> {
                        }
                    }
                }
            }
            return new BlobListing(blobs, next);
        } catch (XMLStreamException invalid) {
            throw new IOException("the listing is no XML: " + invalid.getMessage(), invalid);
        }
    }

    private static String quoted(String eTag) {
        return eTag.startsWith("\"") ? eTag : '"' + eTag + '"';
    }
}
