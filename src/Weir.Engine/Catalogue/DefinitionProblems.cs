namespace Weir.Engine.Catalogue;

/// <summary>What is wrong with one definition file, in the order of the file.</summary>
/// <param name="file">The name that people see: <c>applications/gorgias/definition.yaml</c>.</param>
internal sealed class DefinitionProblems(string file)
{
    private readonly List<Found> _found = [];

    public bool Any => _found.Count > 0;

    public IReadOnlyList<string> Lines =>
        [.. _found.Distinct().OrderBy(p => p.Place.Line).ThenBy(p => p.Place.Column).Select(p => $"{file}:{p.Place.Line}:{p.Place.Column}: {p.Message}")];

    public void Add(YamlPlace place, string message) => _found.Add(new Found(place, message));

    private sealed record Found(YamlPlace Place, string Message);
}

/// <summary>Definitions that cannot be used: the program does not start with them.</summary>
/// <param name="problems">One a line, as <c>file:line:column: what is wrong and how to mend it</c>.</param>
public sealed class DefinitionException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
