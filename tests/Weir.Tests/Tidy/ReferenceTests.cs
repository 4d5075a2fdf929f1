namespace Weir.Tests.Tidy;

/// <summary>
/// Knowledge points one way: <c>Model ← Expressions ← Engine ← {Adaptors, Vault, Storage, Cluster} ← Weir</c>.
/// The compiler holds it, because transitive references are off; this holds the project files to it.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly string[] Inner = ["Weir.Model", "Weir.Expressions", "Weir.Engine"];

    private static readonly string[] All =
        [.. Inner, "Weir.Adaptors", "Weir.Vault", "Weir.Storage", "Weir.Cluster", "Weir", "Weir.Sandbox"];

    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Weir.Model"] = [],
        ["Weir.Expressions"] = ["Weir.Model"],
        ["Weir.Engine"] = ["Weir.Model", "Weir.Expressions"],
        ["Weir.Adaptors"] = Inner,
        ["Weir.Vault"] = Inner,
        ["Weir.Storage"] = Inner,
        ["Weir.Cluster"] = Inner,
        // A simulator of somebody else's application: it knows nothing of ours.
        ["Weir.Sandbox"] = [],
        ["Weir"] = All,
        ["Weir.Tests"] = All,
        ["Weir.IntegrationTests"] = All,
        ["Weir.BrowserTests"] = All,
        ["Weir.Benchmarks"] = All,
    };

    [Fact]
    public void Every_project_has_its_place_among_the_arrows() => Repository.MustBeEmpty(
        from project in Repository.Projects
        where !MayKnow.ContainsKey(Name(project))
        select $"{project} is new: draw its arrows in ARCHITECTURE.md and in the table of {nameof(ReferenceTests)}.");

    [Fact]
    public void A_project_references_only_what_it_may_know() => Repository.MustBeEmpty(
        from project in Repository.Projects
        from reference in Included(project, "ProjectReference").Select(Name)
        where MayKnow.TryGetValue(Name(project), out var allowed) && !allowed.Contains(reference)
        select $"{project} references {reference}: turn the arrow round with a port in the project that needs it, "
            + "and hand the implementation in from src/Weir.");

    [Fact]
    public void What_is_pure_stands_on_nothing() => Repository.MustBeEmpty(
        from project in (string[])["src/Weir.Model/Weir.Model.csproj", "src/Weir.Expressions/Weir.Expressions.csproj"]
        from reference in Included(project, "PackageReference").Concat(Included(project, "FrameworkReference"))
        select $"{project} references {reference}: it holds words and pure functions; "
            + "what needs a package belongs to an outer project.");

    [Fact]
    public void Transitive_references_are_off_everywhere() => Repository.MustBeEmpty(
        from file in Repository.Projects.Append("Directory.Build.props")
        let setting = Repository.Xml(file).Descendants("DisableTransitiveProjectReferences").SingleOrDefault()?.Value
        where file == "Directory.Build.props" ? setting != "true" : setting is not null
        select $"{file}: DisableTransitiveProjectReferences is 'true' in Directory.Build.props and set nowhere else; "
            + "reference what is used by name.");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var known = Repository.Xml("Weir.slnx").Descendants("Project").Select(p => p.Attribute("Path")!.Value).ToHashSet();
        Repository.MustBeEmpty(
            from project in Repository.Projects
            where !known.Contains(project)
            select $"{project} is not in Weir.slnx, so ./test never builds it: dotnet sln add {project}");
    }

    private static IEnumerable<string> Included(string project, string item) =>
        Repository.Xml(project).Descendants(item).Select(e => e.Attribute("Include")?.Value).OfType<string>();

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));
}
