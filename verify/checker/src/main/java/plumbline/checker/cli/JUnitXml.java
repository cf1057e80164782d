package plumbline.checker.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import plumbline.checker.conform.ConformanceReport;
import plumbline.checker.conform.Disagreement;
import plumbline.checker.conform.ReportWords;
import plumbline.checker.world.Action;

/** What an examination found as JUnit XML: a test case for each action, and one for each kind of disagreement. */
final class JUnitXml {
    private JUnitXml() {}

    static void write(ConformanceReport report, Path file) throws IOException {
        Files.writeString(file, of(report));
    }

    private static String of(ConformanceReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            write(report, xml);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.append('\n').toString();
    }

    private static void write(ConformanceReport report, XMLStreamWriter xml) throws XMLStreamException {
        List<Map.Entry<Action, Long>> sound = report.agreed().entrySet().stream()
                .filter(action -> report.disagreements().stream()
                        .noneMatch(disagreement -> disagreement.action() == action.getKey()))
                .toList();
        int errors = report.failure().isPresent() ? 1 : 0;
        int failures = report.disagreements().size();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "plumb conform");
        xml.writeAttribute("tests", String.valueOf(sound.size() + failures + errors));
        xml.writeAttribute("failures", String.valueOf(failures));
        xml.writeAttribute("errors", String.valueOf(errors));
        for (Map.Entry<Action, Long> action : sound) {
            start(xml, action.getKey().specName(), action.getValue() + " answers agree");
            xml.writeEndElement();
        }
        int number = 0;
        for (Disagreement disagreement : report.disagreements()) {
            start(xml, disagreement.action().specName(), disagreement.field());
            problem(
                    xml,
                    "failure",
                    disagreement.rule().source() + ": " + disagreement.rule().statement(),
                    ReportWords.of(disagreement, ++number));
            xml.writeEndElement();
        }
        if (report.failure().isPresent()) {
            start(xml, "adapter", "replies");
            problem(
                    xml,
                    "error",
                    "the adapter " + report.failure().get().reason(),
                    ReportWords.of(report.failure().get()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void start(XMLStreamWriter xml, String action, String name) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", action);
        xml.writeAttribute("name", name);
    }

    private static void problem(XMLStreamWriter xml, String element, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", message.replaceAll("\\p{Cntrl}", "?"));
        xml.writeCharacters(text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
        xml.writeEndElement();
    }
}
