namespace Weir.Tests.Tidy;

/// <summary>Files that are made from code and checked in, so that a change of them is seen in a review.</summary>
internal static class Snapshot
{
    public static void MustBe(string file, string made)
    {
        if (Repository.Exists(file) && Repository.Text(file) == made)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Repository.Full(file))!);
        File.WriteAllText(Repository.Full(file), made);
        Assert.Fail($"{file} did not say what the code says. It has been written again: read it and commit it.");
    }
}
