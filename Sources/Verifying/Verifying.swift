import Literate
