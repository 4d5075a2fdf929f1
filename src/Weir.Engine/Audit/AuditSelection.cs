using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Audit;

/// <summary>Reads which entries of the audit a request asks for. A word that no entry can have is a refusal, not an empty list.</summary>
public static class AuditSelection
{
    private const int IdCharactersMax = 200;

    /// <summary>The filters, each with its sentence.</summary>
    public static IReadOnlyList<(string Name, string Says)> Filters { get; } =
    [
        ("kind", $"What it was done to: {string.Join(", ", AuditActions.Kinds.Order(StringComparer.Ordinal))}."),
        ("target", "The id of what it was done to."),
        ("actor", "The id of who did it."),
        ("action", "What was done, as in connection.changed."),
        ("since", "Then or later; a time or a date."),
        ("until", "Before."),
    ];

    /// <param name="value">A query parameter by its name; null when it is not given.</param>
    public static AuditQuery Read(Func<string, string?> value)
    {
        var reader = new DocumentReader(DocumentWriter.Element(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, _) in Filters)
            {
                writer.WriteString(name, value(name));
            }

            writer.WriteEndObject();
        }));
        var query = new AuditQuery
        {
            Kind = OneOf(reader, "kind", AuditActions.Kinds),
            Target = reader.OptionalString("target", IdCharactersMax),
            Actor = reader.OptionalString("actor", IdCharactersMax),
            Action = OneOf(reader, "action", AuditActions.All.Keys),
            Since = reader.Time("since"),
            Until = reader.Time("until"),
        };
        reader.Finish();
        return query;
    }

    private static string? OneOf(DocumentReader reader, string field, IEnumerable<string> words)
    {
        var word = reader.OptionalString(field);
        if (word is not null && !words.Contains(word, StringComparer.Ordinal))
        {
            reader.Refuse(field, $"'{field}' must be one of {string.Join(", ", words.Order(StringComparer.Ordinal))}.");
        }

        return word;
    }
}
