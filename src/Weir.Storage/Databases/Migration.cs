using System.Globalization;

namespace Weir.Storage.Databases;

/// <summary>
/// One numbered step of the schema, a file <c>Migrations/NNNN-name.sql</c>. What was released never changes; a change is
/// a new number.
/// </summary>
internal sealed record Migration(int Number, string Sql)
{
    /// <summary>All of them, from 1, without a gap.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>The schema that this program knows.</summary>
    public static int Newest => All.Count;

    private static List<Migration> Load()
    {
        const string prefix = "Weir.Storage.Migrations.";
        var assembly = typeof(Migration).Assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var all = new List<Migration>();
        foreach (var name in names)
        {
            var number = int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture);
            if (number != all.Count + 1)
            {
                throw new InvalidOperationException($"Migration {name} should have the number {all.Count + 1}.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            all.Add(new Migration(number, reader.ReadToEnd()));
        }

        return all;
    }
}
