using System.Text.RegularExpressions;

namespace Weir.Tests.Tidy;

public sealed partial class GuideTests
{
    [Fact]
    public void A_link_in_a_guide_leads_somewhere() => Repository.MustBeEmpty(
        from guide in Repository.Guides
        from Match link in Link().Matches(WithoutFences(Repository.Text(guide)))
        let target = Uri.UnescapeDataString(link.Groups["target"].Value)
        where target.Length > 0 && !Path.Exists(Path.Combine(Path.GetDirectoryName(Repository.Full(guide))!, target))
        select $"{guide} links to {target}, which is not there: mend the path, or write what it promises.");

    [Fact]
    public void A_guide_named_in_the_text_exists() => Repository.MustBeEmpty(
        from guide in Repository.Guides
        from Match name in GuideName().Matches(Repository.Text(guide))
        where !Repository.Exists(name.Groups["name"].Value)
        select $"{guide} names {name.Groups["name"].Value}, which is not there: mend the name, or write it.");

    private static string WithoutFences(string text) => Fence().Replace(text, "");

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // Inline links to files; addresses with a scheme and anchors inside the page are not followed.
    [GeneratedRegex(@"\]\((?![a-z][a-z0-9+.-]*:|#)<?(?<target>[^)#\s>]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    // Small letters: YYYYMMDD-slug is a pattern, not a name.
    [GeneratedRegex(@"`(?<name>docs/[a-z0-9./-]+\.md)`", RegexOptions.ExplicitCapture)]
    private static partial Regex GuideName();
}
