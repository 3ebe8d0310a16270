package thaw.packaging.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import thaw.InferenceException;

/**
 * Which of some jars others need, by the {@code pom.xml} that Maven leaves in each. A jar without one, and a dependency
 * that no jar here has, need nothing.
 */
public final class Dependencies {

    private final Map<String, Library> byKey = new HashMap<>();

    /** Among these jars. */
    public Dependencies(List<Library> libraries) {
        libraries.forEach(library -> byKey.put(library.key(), library));
    }

    /**
     * The roots and what they need, directly or through others.
     *
     * @param passed whether a jar may be among them; what only a refused one needs is left out with it
     */
    public Set<Library> closure(List<Library> roots, Predicate<Library> passed) {
        Set<Library> reached = new HashSet<>();
        Deque<Library> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Library next = open.pop();
            if (passed.test(next) && reached.add(next)) {
                direct(next).stream().filter(byKey::containsKey).map(byKey::get).forEach(open::push);
            }
        }
        return reached;
    }

    /** Some jars, each with the group by which another's {@code pom.xml} names it, if it does not say one itself. */
    public static List<Library> named(List<Library> libraries) {
        Map<String, String> groups = new HashMap<>();
        for (Library library : libraries) {
            for (String key : direct(library)) {
                groups.putIfAbsent(key.substring(key.indexOf(':') + 1), key.substring(0, key.indexOf(':')));
            }
        }
        return libraries.stream().map(library -> library.group().isEmpty()
                ? new Library(library.file(), groups.getOrDefault(library.artifact(), ""), library.artifact(),
                        library.version())
                : library).toList();
    }

    /** Those of these jars that one of them needs directly. */
    public List<Library> needed(Library library) {
        return direct(library).stream().filter(byKey::containsKey).map(byKey::get).distinct().toList();
    }

    private static List<String> direct(Library library) {
        String pom = "META-INF/maven/" + library.group() + "/" + library.artifact() + "/pom.xml";
        try (ZipFile jar = new ZipFile(library.file().toFile())) {
            ZipEntry entry = jar.getEntry(pom);
            if (entry == null) {
                return List.of();
            }
            try (InputStream document = jar.getInputStream(entry)) {
                return needed(document);
            }
        } catch (IOException | SAXException | ParserConfigurationException broken) {
            throw InferenceException.malformed(library.file() + "!/" + pom, "cannot be read: " + broken,
                    broken);
        }
    }

    private static List<String> needed(InputStream document)
            throws ParserConfigurationException, IOException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element project = factory.newDocumentBuilder().parse(document).getDocumentElement();
        List<String> needed = new ArrayList<>();
        for (Element list : children(project, "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                String scope = text(dependency, "scope");
                if (!scope.equals("test") && !scope.equals("provided")) {
                    needed.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
                }
            }
        }
        return needed;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
    }
}
