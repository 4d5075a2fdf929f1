using System.Xml.Linq;

namespace Weir.Tests.Tidy;

public sealed class PackageTests
{
    private const string Central = "Directory.Packages.props";

    private static IEnumerable<XElement> Versions => Repository.Xml(Central).Descendants("PackageVersion");

    [Fact]
    public void Every_package_has_its_reason() => Repository.MustBeEmpty(
        from version in Versions
        where Reason(version) is null && version.Parent!.Attribute("Label") is null
        select $"{Central}: {Id(version)} has no reason: say in a comment above it what it does that the framework does not.");

    [Fact]
    public void Every_package_is_used_or_is_a_pin()
    {
        var used = Repository.Projects.Append("Directory.Build.props")
            .SelectMany(file => Repository.Xml(file).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")?.Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        Repository.MustBeEmpty(
            from version in Versions
            where !used.Contains(Id(version)) && Reason(version)?.StartsWith("Pin", StringComparison.Ordinal) != true
            select $"{Central}: no project uses {Id(version)}: take it out, "
                + "or begin its comment with 'Pin' and say what asks for it.");
    }

    [Fact]
    public void A_version_stands_in_one_place() => Repository.MustBeEmpty(
        from project in Repository.Projects
        from reference in Repository.Xml(project).Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        select $"{project} gives {Id(reference)} a version: versions stand in {Central} alone.");

    private static string Id(XElement package) => package.Attribute("Include")!.Value;

    /// <summary>The nearest comment above, in the same group: one comment may speak for the packages below it.</summary>
    private static string? Reason(XElement version) =>
        version.NodesBeforeSelf().OfType<XComment>().LastOrDefault()?.Value.Trim();
}
