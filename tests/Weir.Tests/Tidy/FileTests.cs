using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Tests.Tidy;

public sealed partial class FileTests
{
    private const int LinesMax = 500;

    private static readonly string[] Vague = ["Helpers", "Utils", "Utilities", "Common", "Managers", "Services", "Misc"];

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    [Fact]
    public void A_source_file_stays_short_enough_to_hold_one_noun() => Repository.MustBeEmpty(
        from file in Repository.Code
        let lines = Repository.Lines(file).Length
        where lines > LinesMax
        select $"{file} has {lines} lines, {LinesMax} is the limit: find the second noun in it and give it its own file.");

    [Fact]
    public void Nothing_is_left_for_later() => Repository.MustBeEmpty(
        from file in Repository.TextFiles
        where !file.EndsWith(".md", StringComparison.Ordinal) && file != "LICENSE"
        from found in Repository.Find(file, LeftForLater())
        select $"{found.Place} says '{found.Match}': finish it, or take it out and write down what is missing in an issue.");

    [Fact]
    public void Nothing_names_the_place_where_it_was_written() => Repository.MustBeEmpty(
        from file in Repository.TextFiles
        from found in Repository.Find(file, SomeonesFolder())
        select $"{found.Place} has '{found.Match}': use a path from the repository's root, or a temporary folder.");

    [Fact]
    public void A_folder_is_named_after_a_feature() => Repository.MustBeEmpty(
        from folder in Repository.Files.Select(file => Path.GetDirectoryName(file)!).Distinct()
        where Vague.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase)
        select $"{folder}/ says nothing about what is in it: put each file into the folder of the feature that it serves.");

    [Fact]
    public void Text_is_UTF8_with_plain_line_ends() => Repository.MustBeEmpty(
        from file in Repository.TextFiles
        let problem = Problem(File.ReadAllBytes(Repository.Full(file)), file)
        where problem is not null
        select $"{file} {problem}");

    [Fact]
    public void A_method_longer_than_a_screen_does_not_compile()
    {
        var settings = Repository.Text(".editorconfig");
        Assert.True(
            settings.Contains("MA0051.severity = warning", StringComparison.Ordinal)
            && settings.Contains("MA0051.maximum_lines_per_method = 60", StringComparison.Ordinal),
            ".editorconfig must keep MA0051 a warning at 60 lines: split the method instead "
            + "(control flow above, pure helpers that take values below).");
    }

    [Fact]
    public void The_commands_can_be_run() => Repository.MustBeEmpty(
        from file in (string[])["weir", "test", ".ci/run"]
        where OperatingSystem.IsLinux()
            && !File.GetUnixFileMode(Repository.Full(file)).HasFlag(UnixFileMode.UserExecute)
        select $"{file} is not executable: git update-index --chmod=+x {file}");

    [Fact]
    public void The_licence_lies_at_the_root() =>
        Assert.StartsWith("Apache License", Repository.Text("LICENSE").TrimStart(), StringComparison.Ordinal);

    private static string? Problem(byte[] bytes, string file)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "is not UTF-8: save it as UTF-8.";
        }

        return text switch
        {
            _ when text.StartsWith('\uFEFF') => "begins with a byte order mark: save it as UTF-8 without one.",
            _ when text.Contains('\r', StringComparison.Ordinal) => "has CR line ends: save it with LF alone.",
            _ when text.Length > 0 && !text.EndsWith('\n') => "does not end with a line end: add one.",
            _ when text.Contains('\t', StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal) =>
                "has tabs: indent with four spaces, write '\\t' inside a string.",
            _ => null,
        };
    }

    // Spelled so that this file does not find itself.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|HAC[K]|XX[X])\b|\bNotImplemente[d]Exception\b|\b[Ff]or no[w],", RegexOptions.ExplicitCapture)]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(?<![\w.}-])(/User[s]/\w+/|/hom[e]/\w+/|/roo[t]/|/wor[k](space)?/|[Cc]:\\+User[s]\\)", RegexOptions.ExplicitCapture)]
    private static partial Regex SomeonesFolder();
}
